"""Drives `tasker-sfn local` with boto3 and, where it is installed, the AWS CLI. Not a part of `npm test`, which needs no Python.

Run after a build: python3 test/e2e/check-boto3.py
"""

import json
import os
import re
import shutil
import subprocess
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::123456789012:role/any"
CREDENTIALS = {"aws_access_key_id": "local", "aws_secret_access_key": "local", "region_name": "us-east-1"}


def refused(code, call, **request):
    try:
        call(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return
    raise AssertionError(f"{code} was expected")


def ended(sfn, arn):
    while True:
        description = sfn.describe_execution(executionArn=arn)
        if description["status"] != "RUNNING":
            return description
        time.sleep(0.05)


def check(url, lambda_url, registration):
    sfn = boto3.client("stepfunctions", endpoint_url=url, config=Config(inject_host_prefix=False), **CREDENTIALS)

    definition = json.dumps({"StartAt": "Only", "States": {"Only": {"Type": "Pass", "End": True}}})
    arn = sfn.create_state_machine(name="plain", definition=definition, roleArn=ROLE)["stateMachineArn"]
    refused("StateMachineAlreadyExists", sfn.create_state_machine, name="plain", definition=definition + " ", roleArn=ROLE)
    refused("InvalidName", sfn.create_state_machine, name="a b", definition=definition, roleArn=ROLE)
    refused("InvalidDefinition", sfn.create_state_machine, name="bad", definition="{}", roleArn=ROLE)
    refused("InvalidArn", sfn.describe_state_machine, stateMachineArn="nothing")
    execution = sfn.start_execution(stateMachineArn=arn, name="one", input='{"a": 1}')["executionArn"]
    assert ended(sfn, execution)["output"] == '{"a":1}'
    refused("ExecutionAlreadyExists", sfn.start_execution, stateMachineArn=arn, name="one", input='{"a": 1}')
    pages = sfn.get_paginator("get_execution_history").paginate(executionArn=execution, PaginationConfig={"PageSize": 3})
    assert [event["id"] for page in pages for event in page["events"]] == [1, 2, 3, 4]
    names = [each["name"] for page in sfn.get_paginator("list_state_machines").paginate() for each in page["stateMachines"]]
    assert "plain" in names, names

    express = sfn.create_state_machine(name="quick", definition=definition, roleArn=ROLE, type="EXPRESS")["stateMachineArn"]
    assert sfn.start_sync_execution(stateMachineArn=express, input="[2]")["output"] == "[2]"

    user = {"context": {"user_info": {"name": "Ada", "email": "ada@example.com"}}}
    task = sfn.start_execution(stateMachineArn=registration, input=json.dumps(user))["executionArn"]
    assert ended(sfn, task)["status"] == "SUCCEEDED", ended(sfn, task)

    functions = boto3.client("lambda", endpoint_url=lambda_url, **CREDENTIALS)
    refused("ResourceNotFoundException", functions.invoke, FunctionName="nobody")
    answer = functions.invoke(FunctionName="MicroservicesStepHandlersCreateUserAccountHandler", Payload="{}", LogType="Tail")
    assert answer["StatusCode"] == 200 and answer["FunctionError"] == "Unhandled" and answer["LogResult"]
    return execution


def check_cli(url, execution):
    environment = {
        **os.environ,
        "AWS_ENDPOINT_URL_SFN": url,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
    }
    command = ["aws", "stepfunctions", "describe-execution", "--execution-arn", execution, "--query", "status", "--output", "text"]
    status = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip()
    assert status == "SUCCEEDED", status


def main():
    command = ["node", "dist/bin/tasker-sfn.js", "local", "--port", "0", "--lambda-port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        greeting = ""
        while "Ctrl-C" not in greeting:
            line = server.stdout.readline()
            assert line != "", "local has ended"
            greeting += line
        url = re.search(r"^Step Functions +(\S+)", greeting, re.M).group(1)
        lambda_url = re.search(r"^Lambda +(\S+)", greeting, re.M).group(1)
        registration = re.search(r"--state-machine-arn (\S+)", greeting).group(1)
        execution = check(url, lambda_url, registration)
        if shutil.which("aws"):
            check_cli(url, execution)
        print("boto3 and the AWS CLI: all as expected")
    finally:
        server.terminate()
        assert server.wait(timeout=10) == 0


main()
