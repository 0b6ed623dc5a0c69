rm SUNET
mkdir SUNET
