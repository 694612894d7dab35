using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Mail.Testing;

/// <summary>One connection to a <see cref="ScriptedPopServer"/>.</summary>
internal sealed class ScriptedPopSession(ScriptedPopServer server, TcpClient client, CancellationToken stop) : ScriptedSession(server, client, stop)
{
    private readonly HashSet<string> _deleted = [];
    private string _user = "";
    private ScriptedMailbox? _mailbox;
    private IReadOnlyList<(string Uid, byte[] Content)> _messages = [];

    protected override async Task<bool> ObeyAsync(string command)
    {
        server.Heard(command);
        var words = command.Split(' ');
        switch (words[0].ToUpperInvariant())
        {
            case "STLS" when server.Certificate is not null:
                if (!await SayAsync(command, "+OK begin\r\n") || server.Answer(command)?.StartsWith("-ERR", StringComparison.Ordinal) == true)
                {
                    return true;
                }

                await BeginTlsAsync();
                return true;
            case "QUIT":
                // RFC 1939 §6: first what was marked goes, then comes the answer.
                _mailbox?.Remove(_deleted);
                await SayAsync(command, "+OK bye\r\n");
                return false;
            case "AUTH":
                return await AuthenticateAsync(command, words);
            default:
                return await SayAsync(command, Usual(words));
        }
    }

    protected override void Ended()
    {
        if (_mailbox is not null)
        {
            server.Leave(_user);
        }
    }

    private string Usual(string[] words) => words[0].ToUpperInvariant() switch
    {
        "CAPA" => Lines([.. server.Capabilities, .. server.Certificate is not null && !IsTls ? ["STLS"] : Array.Empty<string>()]),
        "USER" => Begin(words[1]),
        "PASS" => LogIn(string.Join(' ', words[1..]) == server.Password),
        "APOP" => Begin(words[1]) is var _ ? LogIn(words[2] == Digest()) : "",
        "STAT" => string.Create(CultureInfo.InvariantCulture, $"+OK {_messages.Count} {_messages.Sum(message => message.Content.LongLength)}\r\n"),
        "LIST" => Lines([.. _messages.Select((message, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1} {message.Content.Length}"))]),
        "UIDL" => server.Capabilities.Contains("UIDL")
            ? Lines([.. _messages.Select((message, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1} {message.Uid}"))])
            : "-ERR no UIDL\r\n",
        "RETR" => Stuffed(Content(words[1])),
        "TOP" => server.Capabilities.Contains("TOP") ? Stuffed(Header(Content(words[1]))) : "-ERR no TOP\r\n",
        "DELE" => Delete(words[1]),
        "NOOP" => "+OK\r\n",
        _ => "-ERR what?\r\n",
    };

    private string Begin(string user)
    {
        _user = user;
        return "+OK\r\n";
    }

    private string LogIn(bool isRight)
    {
        if (!isRight)
        {
            return "-ERR [AUTH] wrong\r\n";
        }

        if (_mailbox is null)
        {
            server.Enter(_user);
        }

        _mailbox = server.MailboxOf(_user);
        _messages = _mailbox.Messages;
        return "+OK logged in\r\n";
    }

    private string Digest()
    {
        var stamp = server.Greeting[server.Greeting.IndexOf('<', StringComparison.Ordinal)..(server.Greeting.IndexOf('>', StringComparison.Ordinal) + 1)];
#pragma warning disable CA5351 // RFC 1939 §7 has MD5.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(stamp + server.Password)));
#pragma warning restore CA5351
    }

    private string Delete(string number)
    {
        _deleted.Add(_messages[int.Parse(number, CultureInfo.InvariantCulture) - 1].Uid);
        return "+OK\r\n";
    }

    private string Content(string number) => Encoding.Latin1.GetString(_messages[int.Parse(number, CultureInfo.InvariantCulture) - 1].Content);

    private static string Header(string content) => content[..(content.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];

    private static string Stuffed(string content) =>
        "+OK\r\n" + (content.StartsWith('.') ? "." : "") + content.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".\r\n";

    private static string Lines(IReadOnlyList<string> lines) => "+OK\r\n" + string.Concat(lines.Select(line => line + "\r\n")) + ".\r\n";

    private async Task<bool> AuthenticateAsync(string command, string[] words)
    {
        if (server.Answer(command) is not null || words[1] != "PLAIN")
        {
            return await SayAsync(command, "-ERR no such mechanism\r\n");
        }

        var response = words.Length > 2 ? words[2] : await SayAsync("+", "+ \r\n") ? await ReadLineAsync() ?? "" : "";
        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(response)).Split('\0');
        Begin(parts[1]);
        return await SayAsync("(password)", LogIn(parts[2] == server.Password));
    }
}
