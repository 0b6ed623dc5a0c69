rm -r cdk
ln -s / cdk
