require ["fileinto", "mailbox"];
if mailboxexists "Nowhere" { fileinto "Nowhere"; } elsif header :contains "subject" "re" { fileinto :create "Made"; }
