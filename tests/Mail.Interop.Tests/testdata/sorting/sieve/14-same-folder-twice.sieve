require "fileinto";
fileinto "once"; fileinto "once"; 
if header :contains "subject" "re" { fileinto "INBOX"; keep; }
