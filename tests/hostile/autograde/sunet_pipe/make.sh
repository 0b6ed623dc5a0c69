rm SUNET
mkfifo SUNET
