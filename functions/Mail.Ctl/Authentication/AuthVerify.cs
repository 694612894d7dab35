using System.Buffers;
using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using Mail.Authentication;
using Mail.Core;
using Mail.Dns;

namespace Mail.Ctl;

/// <summary>Needs no storage. What it prints is always JSON: it is there for scripts and for outside suites.</summary>
internal sealed class AuthVerify : CtlCommand
{
    private readonly Argument<string?> _message;
    private readonly Option<string?> _dns;
    private readonly Option<string?> _ip;
    private readonly Option<string?> _helo;
    private readonly Option<string?> _from;
    private readonly Option<string?> _batch;

    public AuthVerify(CtlApp app)
        : base(
            app,
            "verify",
            "Checks SPF, DKIM, ARC and DMARC of a message, as the server would, and prints the results as JSON.",
            "mailctl auth verify --ip 192.0.2.1 --helo mail.shop.test --mail-from news@shop.test message.eml",
            "mailctl auth verify --dns zone.json --ip 192.0.2.1 --helo mail.shop.test --mail-from news@shop.test message.eml",
            "mailctl auth verify --batch cases.jsonl")
    {
        _message = Take(new Argument<string?>("MESSAGE")
        {
            Description = "The file with the message, line ends of any kind; '-' for standard input. Without it only SPF is checked.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => null,
        });
        _dns = Take(Parameters.Text(
            "--dns",
            """A file with all names that there are: {"name.test": {"A": ["192.0.2.1"], "TXT": ["…"]}, "slow.test": {"TIMEOUT": true}}. [default: the live DNS]""",
            "ZONE.json"));
        _ip = Take(Parameters.Text("--ip", "The client's address. Without it SPF says none.", "ADDRESS"));
        _helo = Take(Parameters.Text("--helo", "What the client calls itself.", "NAME"));
        _from = Take(Parameters.Text("--mail-from", "The sender of the envelope; '<>' for a bounce.", "ADDRESS"));
        _batch = Take(Parameters.Text(
            "--batch",
            "A file with a case a line: an object with id, dns, ip, helo, mailFrom, message. dns is a zone or the path of one; "
            + "message is a text with line breaks or the path of a file. A line of output for each, with its id; '-' for standard input.",
            "CASES.jsonl"));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (run.Get(_batch) is { } batch)
        {
            return run.Has(_dns) || run.Has(_ip) || run.Has(_helo) || run.Has(_from) || run.Get(_message) is not null
                ? CommandResult.Usage("With --batch everything else stands in the file.")
                : await RunBatchAsync(run, batch, cancellationToken);
        }

        var given = new AuthCase(null, run.Get(_dns) is { } zone ? Json(zone) : null, run.Get(_ip), run.Get(_helo), run.Get(_from), null);
        var message = run.Get(_message) is { } path ? await ReadFileAsync(path, cancellationToken) : null;
        var view = await RunAsync(run, given, message, cancellationToken);
        if (view.Error is not null)
        {
            return CommandResult.Refused(view.Error);
        }

        Write(view);
        return CommandResult.Done;
    }

    private async Task<CommandResult> RunBatchAsync(CommandRun run, string path, CancellationToken cancellationToken)
    {
        using var reader = path == "-" ? Console.In : File.OpenText(path);
        var result = CommandResult.Done;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var view = await RunLineAsync(run, line, cancellationToken);
            result = view.Error is null ? result : CommandResult.NotWell;
            Write(view);
        }

        return result;
    }

    private async Task<AuthView> RunLineAsync(CommandRun run, string line, CancellationToken cancellationToken)
    {
        AuthCase? given;
        try
        {
            given = JsonSerializer.Deserialize(line, CtlJson.Default.AuthCase);
        }
        catch (JsonException e)
        {
            return AuthView.Failed(IdOf(line), e.Message);
        }

        if (given is null)
        {
            return AuthView.Failed(null, "A line is an object.");
        }

        try
        {
            return await RunAsync(run, given, await ReadMessageAsync(given.Message, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return AuthView.Failed(given.Id, e.Message);
        }
    }

    private async Task<AuthView> RunAsync(CommandRun run, AuthCase given, Stream? message, CancellationToken cancellationToken)
    {
        IPAddress? client = null;
        if (given.Ip is not null && !IPAddress.TryParse(given.Ip, out client))
        {
            return AuthView.Failed(given.Id, $"'{given.Ip}' is not an address.");
        }

        IDnsResolver dns;
        try
        {
            dns = given.Dns is { ValueKind: not JsonValueKind.Null } zone ? new ZoneResolver(ReadZone(zone)) : run.Storage.Dns;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return AuthView.Failed(given.Id, $"The zone cannot be read: {e.Message}");
        }

        var request = new AuthenticationRequest
        {
            ClientAddress = client,
            Helo = given.Helo,
            ReversePath = given.MailFrom switch
            {
                null => "",
                ['<', .. var path, '>'] => path,
                var path => path,
            },
            Content = message,
        };
        return AuthView.From(given.Id, await new SenderAuthenticator(dns, Time).AuthenticateAsync(request, cancellationToken));
    }

    private static DnsZone ReadZone(JsonElement zone) =>
        zone.ValueKind == JsonValueKind.String ? DnsZone.Parse(File.ReadAllText(zone.GetString()!)) : DnsZone.Read(zone);

    private static async Task<Stream?> ReadMessageAsync(string? message, CancellationToken cancellationToken) => message switch
    {
        null => null,
        "" => new MemoryStream(),
        _ when message.AsSpan().ContainsAny('\r', '\n') => WithLineEnds(Encoding.UTF8.GetBytes(message)),
        _ => await ReadFileAsync(message, cancellationToken),
    };

    private static async Task<Stream> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await using var file = path == "-" ? System.Console.OpenStandardInput() : File.OpenRead(path);
        await file.CopyToAsync(bytes, cancellationToken);
        return WithLineEnds(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static MemoryStream WithLineEnds(ReadOnlySpan<byte> message)
    {
        var output = new ArrayBufferWriter<byte>(message.Length + 1);
        new CrlfConverter(output).Write(message);
        return new MemoryStream(output.WrittenSpan.ToArray(), writable: false);
    }

    /// <summary>One line for each, whatever <c>--json</c> says.</summary>
    private void Write(AuthView view) => Console.Out.WriteLine(JsonSerializer.Serialize(view, CtlJson.Default.AuthView));

    private static JsonElement Json(string text) => JsonSerializer.SerializeToElement(text, CtlJson.Default.String);

    /// <summary>Of a line whose other properties are not what they should be.</summary>
    private static JsonElement? IdOf(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("id", out var id) ? id.Clone() : null;
        }
        catch (JsonException)
        {
            // No JSON, no id.
            return null;
        }
    }
}
