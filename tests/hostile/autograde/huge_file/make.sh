#!/bin/sh
truncate -s 10T cdk/huge
