#!/bin/bash
# A custom runtime in 20 lines: what any language has to do to run as a function.
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
if [ -n "$BROKEN" ]; then
  curl -sS -d '{"errorType":"Runtime.BadConfig","errorMessage":"no such table"}' "$api/init/error"
  exit 1
fi
while headers=$(mktemp) && event=$(curl -sS -D "$headers" "$api/invocation/next"); do
  header() { grep -i "^Lambda-Runtime-$1:" "$headers" | tr -d '\r' | cut -d' ' -f2-; }
  id=$(header Aws-Request-Id)
  case "$event" in
    *slow*) sleep 5 ;;
    *exit*) exit 3 ;;
    *fail*) curl -sS -o /dev/null -d '{"errorType":"ShellError","errorMessage":"it failed"}' "$api/invocation/$id/error"; continue ;;
    *words*) curl -sS -o /dev/null -d 'no json' "$api/invocation/$id/response"; continue ;;
    *stranger*) echo "status $(curl -sS -o /dev/null -w '%{http_code}' -d '{}' "$api/invocation/other/response")" ;;
  esac
  echo "took $event"
  curl -sS -o /dev/null -d "{\"pid\":$$,\"event\":$event,\"arn\":\"$(header Invoked-Function-Arn)\",\"deadline\":$(header Deadline-Ms),\"trace\":\"$(header Trace-Id)\",\"name\":\"$AWS_LAMBDA_FUNCTION_NAME\"}" "$api/invocation/$id/response"
done
