using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Mail.Azure.Tests")]
[assembly: InternalsVisibleTo("Mail.Fuzz")]
