#!/bin/sh
mkdir one
mv cdk assembly one
cp -r one two
