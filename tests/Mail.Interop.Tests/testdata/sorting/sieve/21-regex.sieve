require ["fileinto", "regex"];
if header :regex "subject" "^\\[(dev|ops)-[0-9]+\\]" { fileinto "tickets"; } elsif header :regex "subject" "[[:upper:]]{5,}" { fileinto "loud"; }
