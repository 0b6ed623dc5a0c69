#!/bin/sh
deep=a
for _ in 1 2 3 4 5 6 7; do deep=$deep/$deep; done
mkdir -p cdk/$deep
