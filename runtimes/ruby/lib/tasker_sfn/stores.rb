# frozen_string_literal: true

require 'digest'

module TaskerSfn
  # A parked result is not where its reference says.
  class ResultLost < StandardError
    def initialize(uri, why)
      super("The parked result \"#{uri}\" cannot be read: #{why}")
    end
  end

  # Where lies what does not travel: results that are too large, and the checkpoints of steps.
  module Stores
    module_function

    # The store that the environment names; nil when it names none.
    def open
      named = ENV.fetch(Contract::RESULTS_BUCKET_VARIABLE, '')
      return nil if named.empty?

      named.start_with?('file:') ? FolderStore.new(named) : BucketStore.new(named)
    end

    # The path of a `file:` URL.
    def path_of(url)
      require 'uri'
      URI.decode_www_form_component(URI(url).path.gsub('+', '%2B'))
    end

    def key_in(prefix, uri)
      return uri.delete_prefix(prefix) if uri.start_with?(prefix)

      raise ResultLost.new(uri, "this function reads results only from #{prefix}")
    end
  end

  # A folder of this machine, by its `file:` URL.
  class FolderStore
    def initialize(url)
      @folder = Stores.path_of(url)
    end

    # Keeps a text; nobody ever reads a half of it.
    def put(key, text)
      require 'fileutils'
      FileUtils.mkdir_p(@folder)
      file = file_of(key)
      part = "#{file}.#{Process.pid}.#{Thread.current.object_id}"
      File.binwrite(part, text)
      File.rename(part, file)
      "local:#{key}"
    end

    def get(uri)
      find(Stores.key_in('local:', uri)) || raise(ResultLost.new(uri, 'it is not kept any more'))
    end

    # What lies under a key; nil where nothing does.
    def find(key)
      File.binread(file_of(key)).force_encoding(Encoding::UTF_8)
    rescue Errno::ENOENT
      nil
    end

    private

    def file_of(key)
      File.join(@folder, "#{Digest::SHA256.hexdigest(key)}.json")
    end
  end

  # An S3 bucket. The SDK is loaded at the first use: Lambda has it.
  class BucketStore
    def initialize(bucket)
      @bucket = bucket
    end

    # S3 refuses what does not arrive as it was sent.
    def put(key, text)
      client.put_object(bucket: @bucket, key: key, body: text, content_type: 'application/json', checksum_algorithm: 'SHA256')
      "s3://#{@bucket}/#{key}"
    end

    def get(uri)
      find(Stores.key_in("s3://#{@bucket}/", uri)) || raise(ResultLost.new(uri, 'it has expired'))
    end

    # The SDK checks what arrives. Without s3:ListBucket, which no step has, S3 says AccessDenied of an object that is not there.
    def find(key)
      client.get_object(bucket: @bucket, key: key, checksum_mode: 'ENABLED').body.read.force_encoding(Encoding::UTF_8)
    rescue Aws::S3::Errors::NoSuchKey, Aws::S3::Errors::AccessDenied
      nil
    end

    private

    def client
      @client ||= begin
        require 'aws-sdk-s3'
        Aws::S3::Client.new
      rescue LoadError
        raise 'Results are kept in S3, so the gem "aws-sdk-s3" is needed.'
      end
    end
  end
end
