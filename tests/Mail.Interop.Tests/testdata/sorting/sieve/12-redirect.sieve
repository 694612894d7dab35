require "copy";
if header :contains "from" "boss" { redirect "mobile@phone.example"; }
if header :contains "subject" "report" { redirect :copy "archive@example.org"; }
