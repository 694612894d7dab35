require ["fileinto", "imap4flags"];
if header :contains "from" "boss" { addflag "\\Flagged"; addflag ["\\Seen", "important"]; }
if hasflag "important" { removeflag "\\Seen"; fileinto "boss"; }
