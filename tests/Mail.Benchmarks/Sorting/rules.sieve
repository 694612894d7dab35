require ["fileinto", "mailbox", "regex", "envelope", "subaddress"];

# Twenty rules as people have them, in the order of rules.procmailrc, which says the same.
if address :is "from" "boss@work.test" { fileinto :create "Boss"; stop; }
if address :domain :is "from" "work.test" { fileinto :create "Work"; stop; }
if header :contains "list-id" "ilug" { fileinto :create "Lists-ilug"; stop; }
if header :contains "list-id" "spamassassin" { fileinto :create "Lists-sa"; stop; }
if header :contains "list-id" "razor" { fileinto :create "Lists-razor"; stop; }
if header :contains "list-id" "fork" { fileinto :create "Lists-fork"; stop; }
if header :contains "list-id" "exmh" { fileinto :create "Lists-exmh"; stop; }
if header :contains ["to", "cc"] "zzzzteana" { fileinto :create "Lists-teana"; stop; }
if header :contains "subject" ["invoice", "payment due"] { fileinto :create "Bills"; stop; }
if header :regex "subject" "order (no\\.? ?)?[0-9]+" { fileinto :create "Orders"; stop; }
if header :matches "subject" "*[jira]*" { fileinto :create "Jira"; stop; }
if allof (header :contains "from" "cron", header :contains "subject" "cron <root@") { fileinto :create "Cron"; stop; }
if header :contains "x-mailer" "bulk" { fileinto :create "Bulk"; stop; }
if header :is "precedence" "junk" { fileinto :create "Junk"; stop; }
if header :contains "x-spam-flag" "yes" { fileinto :create "Junk"; stop; }
if anyof (header :contains "from" "newsletter", header :contains "subject" "newsletter") { fileinto :create "News"; stop; }
if header :regex "from" "(noreply|no-reply|donotreply)@" { fileinto :create "Programs"; stop; }
if size :over 500K { fileinto :create "Large"; stop; }
if header :contains "subject" ["linux", "perl", "kernel"] { fileinto :create "Tech"; stop; }
if not header :contains ["to", "cc"] "@" { fileinto :create "Hidden"; stop; }
