require ["fileinto", "mailbox"];
if header :contains "subject" "lunch" { fileinto :create "Lunch"; }
