using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Mail.Testing;

/// <summary>One connection to a <see cref="ScriptedImapServer"/>.</summary>
internal sealed class ScriptedImapSession(ScriptedImapServer server, TcpClient client, CancellationToken stop) : ScriptedSession(server, client, stop)
{
    private readonly HashSet<string> _deleted = [];
    private ScriptedMailbox? _mailbox;
    private string _tag = "";

    protected override async Task<bool> ObeyAsync(string line)
    {
        _tag = line.Split(' ')[0];
        var command = line[Math.Min(line.Length, _tag.Length + 1)..];
        server.Heard(command);
        var goesOn = await SayAsync(command, command.StartsWith("AUTHENTICATE PLAIN ", StringComparison.Ordinal) ? LogIn(command.Split(' ')[2]) : Usual(command));
        if (goesOn && command == "STARTTLS")
        {
            await BeginTlsAsync();
        }

        return goesOn && command != "LOGOUT";
    }

    protected override string Tagged(string answer) => answer.Replace("{tag}", _tag, StringComparison.Ordinal);

    private IReadOnlyList<(string Uid, byte[] Content)> Messages => _mailbox?.Messages ?? [];

    private string Usual(string command) => command.Split(' ') switch
    {
        ["CAPABILITY"] => $"* CAPABILITY {string.Join(' ', server.Capabilities)}{(server.Certificate is null || IsTls ? "" : " STARTTLS")}\r\n{{tag}} OK\r\n",
        ["NAMESPACE"] => "* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n{tag} OK\r\n",
        ["LIST", ..] => "* LIST () \"/\" INBOX\r\n{tag} OK\r\n",
        [("SELECT" or "EXAMINE") and var verb, ..] => string.Create(
            CultureInfo.InvariantCulture,
            $"* {Messages.Count} EXISTS\r\n* FLAGS (\\Seen \\Deleted)\r\n* OK [UIDVALIDITY {server.UidValidity}] .\r\n* OK [UIDNEXT {Messages.Select(UidOf).DefaultIfEmpty().Max() + 1}] .\r\n{{tag}} OK [{(verb == "SELECT" ? "READ-WRITE" : "READ-ONLY")}] .\r\n"),
        ["FETCH", ..] => string.Concat(Messages.Select(Summary)) + "{tag} OK\r\n",
        ["UID", "FETCH", var set, ..] => string.Concat(Chosen(set).Select(pair => Part(pair, command.Contains("HEADER", StringComparison.Ordinal)))) + "{tag} OK\r\n",
        ["UID", "STORE", var set, ..] => Delete(set),
        ["UID", "EXPUNGE", ..] => Expunge(),
        ["LOGOUT"] => "* BYE\r\n{tag} OK\r\n",
        _ => "{tag} OK\r\n",
    };

    private string LogIn(string response)
    {
        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(response)).Split('\0');
        if (parts[2] != server.Password)
        {
            return "{tag} NO [AUTHENTICATIONFAILED] wrong\r\n";
        }

        _mailbox = server.MailboxOf(parts[1]);
        return "{tag} OK logged in\r\n";
    }

    private string Delete(string set)
    {
        _deleted.UnionWith(Chosen(set).Select(pair => pair.Message.Uid));
        return "{tag} OK\r\n";
    }

    private string Expunge()
    {
        _mailbox!.Remove(_deleted);
        return "{tag} OK\r\n";
    }

    private static string Summary((string Uid, byte[] Content) message, int i) => string.Create(
        CultureInfo.InvariantCulture,
        $"* {i + 1} FETCH (UID {UidOf(message)} FLAGS () INTERNALDATE \"02-Jan-2026 12:00:00 +0000\" RFC822.SIZE {message.Content.Length})\r\n");

    private static string Part((int Number, (string Uid, byte[] Content) Message) found, bool headerOnly)
    {
        var content = Encoding.Latin1.GetString(found.Message.Content);
        var part = headerOnly ? HeaderOf(content) : content;
        return string.Create(
            CultureInfo.InvariantCulture, $"* {found.Number} FETCH (UID {UidOf(found.Message)} BODY[{(headerOnly ? "HEADER" : "")}] {{{part.Length}}}\r\n{part})\r\n");
    }

    private static string HeaderOf(string content) =>
        content.StartsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : content[..(content.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];

    /// <summary>RFC 9051 §6.4.9: UIDs that are not there are passed over.</summary>
    private List<(int Number, (string Uid, byte[] Content) Message)> Chosen(string set)
    {
        List<uint[]> ranges = [.. set.Split(',').Select(range => range.Split(':').Select(end => uint.Parse(end, CultureInfo.InvariantCulture)).ToArray())];
        return
        [
            .. Messages.Select((message, i) => (i + 1, message))
                .Where(pair => ranges.Exists(range => UidOf(pair.message) >= range.Min() && UidOf(pair.message) <= range.Max())),
        ];
    }

    private static uint UidOf((string Uid, byte[] Content) message) => uint.Parse(message.Uid.Split('-')[^1], CultureInfo.InvariantCulture) + 1;
}
