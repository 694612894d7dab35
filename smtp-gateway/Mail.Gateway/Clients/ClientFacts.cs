using System.Net;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>
/// What is being found out about the client of one session. The questions go out when the connection comes, HELO and MAIL are read; nobody
/// waits for the answers before RCPT, and then not for long.
/// </summary>
internal sealed class ClientFacts(IPAddress? address, bool isExempt, TimeProvider time)
{
    // A resolver of ours gives up after some 6 s, and the reverse name takes two answers. RFC 5321 §4.5.3.2.3 has clients wait 5 min for RCPT.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Those of a session whose client has been announced by <see cref="ISmtpHost.ConnectAsync"/>.</summary>
    public static ClientFacts Of(SmtpSessionInfo session) => (ClientFacts)session.HostState!;

    /// <summary><c>null</c> when an edge hides it.</summary>
    public IPAddress? Address => address;

    /// <summary>One of the operator's own machines, or a submission client: nothing is asked.</summary>
    public bool IsExempt => isExempt;

    public Task<ReverseName> Name { get; init; } = Task.FromResult(ReverseName.Unavailable);

    public Task<DnsListScore> Lists { get; init; } = Task.FromResult(DnsListScore.Unavailable);

    /// <summary>Of the last HELO or EHLO.</summary>
    public Task<HeloFault> Helo { get; set; } = Task.FromResult(HeloFault.Unavailable);

    /// <summary>Of the last MAIL; <c>null</c> for <c>&lt;&gt;</c>, which nobody has to be able to answer.</summary>
    public Task<SenderDomain>? Sender { get; set; }

    /// <summary>The client was kept waiting for the greeting, or did so before: then it is known whether it can.</summary>
    public bool IsGreetTested { get; init; }

    public async ValueTask<ReverseName> GetNameAsync(CancellationToken cancellationToken) =>
        await GetAsync(Name, ReverseName.Unavailable, cancellationToken);

    public async ValueTask<DnsListScore> GetListsAsync(CancellationToken cancellationToken) =>
        await GetAsync(Lists, DnsListScore.Unavailable, cancellationToken);

    public async ValueTask<HeloFault> GetHeloAsync(CancellationToken cancellationToken) =>
        await GetAsync(Helo, HeloFault.Unavailable, cancellationToken);

    public async ValueTask<SenderDomain?> GetSenderAsync(CancellationToken cancellationToken) =>
        Sender is { } sender ? await GetAsync(sender, SenderDomain.Unavailable, cancellationToken) : null;

    /// <summary>Something speaks against the client, though not enough to refuse it: no name that leads back to it, or a list that has it.</summary>
    public async ValueTask<bool> IsSuspiciousAsync(CancellationToken cancellationToken) =>
        (await GetNameAsync(cancellationToken)).State is ReverseNameState.Missing or ReverseNameState.Mismatch
        || (await GetListsAsync(cancellationToken)).Score > 0;

    private async ValueTask<T> GetAsync<T>(Task<T> task, T unavailable, CancellationToken cancellationToken)
    {
        if (task.IsCompletedSuccessfully)
        {
            return await task;
        }

        try
        {
            return await task.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return unavailable;
        }
    }
}
