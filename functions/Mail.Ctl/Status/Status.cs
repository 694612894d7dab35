using System.CommandLine;
using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class Status : CtlCommand
{
    private readonly Option<Uri?> _gateway;
    private readonly Option<Uri?> _functions;

    public Status(CtlApp app)
        : base(
            app,
            "status",
            "Tells whether gateway, functions and storage answer, what is in the queues and since when, and how long certificates last. Exit 0: all is well.",
            "mailctl status",
            "mailctl status --gateway http://gateway.internal:2580/health/ready --json")
    {
        _gateway = Take(Url("--gateway", "The gateway's readiness. [default: http://127.0.0.1:$MAIL_HEALTH_PORT/health/ready, port 2580]"));
        _functions = Take(Url("--functions", "The functions' health. [default: http://127.0.0.1:$MAIL_FUNCTIONS_PORT/api/health, port 7071]"));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) });
        var ready = run.Get(_gateway) ?? Local("MAIL_HEALTH_PORT", 2580, "/health/ready");
        var gateway = ServiceProbe.AskAsync(http, ready, cancellationToken);
        var tls = CertificateProbe.AskAsync(http, ready, cancellationToken);
        var functions = ServiceProbe.AskAsync(http, run.Get(_functions) ?? Local("MAIL_FUNCTIONS_PORT", 7071, "/api/health"), cancellationToken);
        var (counts, problem) = await CountAsync(run, cancellationToken);
        var view = new StatusView(
            (await gateway).Ok && (await functions).Ok && (await tls).Ok && counts is { Poison: 0 },
            run.Location.ToString(),
            problem,
            await gateway,
            await functions,
            await tls,
            counts?.Queues ?? [],
            counts?.Deferred,
            counts?.Held,
            counts?.Quarantined,
            counts?.Poison,
            counts?.RefusedLastHour,
            counts?.Spool,
            counts?.Domains,
            counts?.Accounts,
            counts?.Aliases,
            counts?.DeadDestinations ?? [],
            counts?.WaitingForwards ?? []);
        run.Answer.Write(view, json => json.StatusView, text => StatusText.Write(text, view));
        return view.Ok ? CommandResult.Done : CommandResult.NotWell;
    }

    /// <summary>Whether gateway and functions are there is worth knowing just when the storage is not.</summary>
    private async Task<(StatusCounts? Counts, string? Problem)> CountAsync(CommandRun run, CancellationToken cancellationToken)
    {
        try
        {
            return (await StatusCounts.CountAsync(run.Storage, Time, cancellationToken), null);
        }
        catch (StorageUnavailableException e)
        {
            return (null, StorageLocation.Reason(e));
        }
    }

    private static Option<Uri?> Url(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : Parameters.Refuse<Uri>(result, $"{name} is an http or https URL."),
    };

    private Uri Local(string variable, int port, string path)
    {
        var given = int.TryParse(Console.Environment(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 65536;
        return new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", given ? value : port, path).Uri;
    }
}
