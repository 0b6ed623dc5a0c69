#!/bin/sh
mkdir -p .git/hooks
for hook in post-checkout pre-commit post-index-change fsmonitor; do
    printf '#!/bin/sh\ntouch "%s/marker"\n' "$PWD" >.git/hooks/$hook
    chmod +x .git/hooks/$hook
done
printf '[core]\n\tfsmonitor = .git/hooks/fsmonitor\n\thooksPath = .git/hooks\n' >.git/config
