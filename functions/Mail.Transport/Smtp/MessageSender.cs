using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Transport;

/// <summary>Sends messages by SMTP. One per process: it keeps connections for the messages that follow.</summary>
public sealed class MessageSender : IMessageSender, IAsyncDisposable
{
    // RFC 6409 §3.1.
    private const int SubmissionPort = 587;

    private readonly NextHopFinder _finder;
    private readonly SenderOptions _options;
    private readonly RoutingOptions _routing;
    private readonly SessionOpener _opener;
    private readonly SessionCache _cache;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StsFinder _sts;
    private readonly DaneFinder _dane;
    private readonly ITlsResults _results;

    /// <param name="secrets">For credentials in a vault; <c>null</c> when there is no vault.</param>
    public MessageSender(
        IDnsResolver dns,
        RoutingOptions routing,
        SenderOptions options,
        ISecrets? secrets,
        TlsSources tls,
        Random random,
        TimeProvider time,
        ILogger<MessageSender> logger)
    {
        options.Validate();
        _finder = new NextHopFinder(dns, routing, random);
        (_options, _routing, _time, _logger) = (options, routing, time, logger);
        _opener = new SessionOpener(options, secrets, new OAuthTokens(tls.Web, time), time, logger);
        _cache = new SessionCache(options, time);
        _sts = new StsFinder(dns, tls.Policies, new StsFetcher(tls.Web, tls.PolicyPort), time, logger);
        (_dane, _results) = (new DaneFinder(dns), tls.Results);
    }

    public async Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.AttemptTimeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var attempt = new Attempt(request, deadline.Token);
        try
        {
            var lookup = await FindAsync(request, limit.Token);
            if (lookup is HopLookup.Nowhere nowhere)
            {
                attempt.NobodyThere(nowhere.IsPermanent, nowhere.Enhanced, nowhere.Reason);
            }
            else
            {
                await WalkAsync(attempt, (HopLookup.Found)lookup, limit.Token);
            }
        }
        catch (StorageUnavailableException e)
        {
            // Whether the domain wants TLS is not known, so nothing is sent.
            attempt.NobodyThere(false, "4.3.0", $"the TLS policy of {request.Destination} cannot be read: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            attempt.NobodyThere(false, "4.4.7", "the attempt took too long");
        }
        catch (OperationCanceledException) when (attempt.HasSent)
        {
            attempt.Stopped();
        }

        return attempt.ToResult();
    }

    public ValueTask DisposeAsync() => _cache.DisposeAsync();

    private async Task WalkAsync(Attempt attempt, HopLookup.Found found, CancellationToken cancellationToken)
    {
        var request = attempt.Request;
        // RFC 8461 §1: the policy is about servers that MX records name; the operator has named a smarthost himself.
        var sts = request.Transport.Kind == TransportKind.Direct && TlsPlan.HeedsPolicies(request)
            ? await _sts.FindAsync(request.Destination, cancellationToken)
            : StsFinding.None;
        var recorder = new TlsRecorder(request, sts, _results);
        recorder.Announced();
        var plan = new TlsPlan(request, found.IsAuthenticated, sts, _dane);
        await new HopWalk(attempt, plan, recorder, _opener, _cache, _options, _routing, _logger).RunAsync(found.Hops, cancellationToken);
    }

    private ValueTask<HopLookup> FindAsync(SendRequest request, CancellationToken cancellationToken) =>
        request.Transport switch
        {
            { Kind: TransportKind.Smarthost, Host: { } host, Port: var port } => _finder.FindHostAsync(host, port ?? SubmissionPort, cancellationToken),
            { Kind: TransportKind.Direct, Port: var port } => _finder.FindDirectAsync(request.Destination, port, cancellationToken),
            // Never straight to the domain instead: that is what the operator does not want.
            var nowhere => throw new ArgumentException($"a transport of kind {nowhere.Kind} does not send", nameof(request)),
        };
}
