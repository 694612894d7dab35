Console.Error.WriteLine("Mail.Functions: not built yet.");
return 70;
