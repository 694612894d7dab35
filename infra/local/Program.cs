Console.Error.WriteLine("Mail.Local: not built yet.");
return 70;
