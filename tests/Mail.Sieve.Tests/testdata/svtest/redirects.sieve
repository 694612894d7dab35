redirect "carl@example.net";
redirect "dora@example.net";
