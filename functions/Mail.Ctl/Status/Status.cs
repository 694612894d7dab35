using System.CommandLine;
using System.Globalization;

namespace Mail.Ctl;

internal sealed class Status : CtlCommand
{
    private readonly Option<Uri?> _gateway;
    private readonly Option<Uri?> _functions;

    public Status(CtlApp app)
        : base(
            app,
            "status",
            "Tells whether gateway and functions answer and how much is in the queues. Exit 0: all is well.",
            "mailctl status",
            "mailctl status --gateway http://gateway.internal:2580/health/ready --json")
    {
        _gateway = Take(Url("--gateway", "The gateway's readiness. [default: http://127.0.0.1:$MAIL_HEALTH_PORT/health/ready, port 2580]"));
        _functions = Take(Url("--functions", "The functions' health. [default: http://127.0.0.1:$MAIL_FUNCTIONS_PORT/api/health, port 7071]"));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) });
        var gateway = ServiceProbe.AskAsync(http, run.Get(_gateway) ?? Local("MAIL_HEALTH_PORT", 2580, "/health/ready"), cancellationToken);
        var functions = ServiceProbe.AskAsync(http, run.Get(_functions) ?? Local("MAIL_FUNCTIONS_PORT", 7071, "/api/health"), cancellationToken);
        var counts = await StatusCounts.CountAsync(run.Storage, cancellationToken);
        var view = new StatusView(
            (await gateway).Ok && (await functions).Ok && counts.Poison == 0,
            run.Location.ToString(),
            await gateway,
            await functions,
            counts.Queues,
            counts.Deferred,
            counts.Held,
            counts.Poison,
            counts.Spool,
            counts.Domains,
            counts.Accounts,
            counts.Aliases);
        run.Answer.Write(view, CtlJson.Default.StatusView, text => Write(text, view));
        return view.Ok ? CommandResult.Done : CommandResult.NotWell;
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

    private static void Write(TextAnswer text, StatusView view)
    {
        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
        static string Service(ServiceView service) => $"{service.Answer} ({service.Url})";
        text.Fields(
        [
            ("Gateway", Service(view.Gateway)),
            ("Functions", Service(view.Functions)),
            ("Storage", view.Storage),
            .. view.Queues.Select(queue => ("Queue " + queue.Name, (string?)Number(queue.Messages))),
            ("Deferred", Number(view.Deferred)),
            ("Held", Number(view.Held)),
            ("Poison", view.Poison == 0 ? "0" : $"{Number(view.Poison)}; see: mailctl queue list"),
            ("Spool", $"{Number(view.Spool.Messages)} messages, {ByteSize.Format(view.Spool.Bytes)}"),
            ("Domains", Number(view.Domains)),
            ("Accounts", Number(view.Accounts)),
            ("Aliases", Number(view.Aliases)),
        ]);
    }
}
