require ["encoded-character", "fileinto"];
if header :contains "subject" "${hex:24}100" { fileinto "${unicode:24}"; }
