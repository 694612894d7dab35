using Amqp;
using Amqp.Framing;

namespace Mail.Azure;

/// <summary>Attaches links and waits until the broker has agreed. A refusal is an attach without terminus, then a detach with the reason (AMQP 1.0 §2.6.3).</summary>
internal static class AmqpLinks
{
    /// <summary>A pointer has 48 KiB at most, in a storage queue as here; annotations and properties come on top.</summary>
    public const ulong MaxMessageSize = 256 * 1024;

    public static Task<SenderLink> SenderAsync(Session session, string path, TimeSpan timeout, CancellationToken cancellationToken) =>
        AttachedAsync(
            onAttached => new SenderLink(
                session,
                NewName(path),
                new Attach
                {
                    Target = new Target { Address = path },
                    Source = new Source(),
                    SndSettleMode = SenderSettleMode.Unsettled,
                    RcvSettleMode = ReceiverSettleMode.First,
                },
                (link, attach) => onAttached(attach.Target is not null)),
            timeout,
            cancellationToken);

    public static Task<ReceiverLink> ReceiverAsync(
        Session session, string path, string? replyTo, TimeSpan timeout, CancellationToken cancellationToken) =>
        AttachedAsync(
            onAttached => new ReceiverLink(
                session,
                replyTo ?? NewName(path),
                new Attach
                {
                    Source = new Source { Address = path },
                    Target = new Target { Address = replyTo },
                    // Unsettled: peek-lock. Answers to requests need no settling.
                    SndSettleMode = replyTo is null ? SenderSettleMode.Unsettled : SenderSettleMode.Settled,
                    RcvSettleMode = ReceiverSettleMode.First,
                    MaxMessageSize = replyTo is null ? MaxMessageSize : 0,
                },
                (link, attach) => onAttached(attach.Source is not null)),
            timeout,
            cancellationToken);

    private static string NewName(string path) => $"{path}-{Guid.NewGuid():N}";

    private static async Task<T> AttachedAsync<T>(Func<Action<bool>, T> attach, TimeSpan timeout, CancellationToken cancellationToken)
        where T : Link
    {
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var link = attach(isAgreed =>
        {
            if (isAgreed)
            {
                attached.TrySetResult();
            }
        });
        link.AddClosedCallback((_, error) =>
            attached.TrySetException(new AmqpException(error ?? new Error(ErrorCode.DetachForced) { Description = "the link was closed" })));
        try
        {
            await attached.Task.WaitAsync(timeout, cancellationToken);
            return link;
        }
        catch
        {
            Close(link);
            throw;
        }
    }

    /// <summary>Does not wait for the broker's answer.</summary>
    public static void Close(AmqpObject it)
    {
        try
        {
            it.Close(TimeSpan.Zero, null);
        }
        catch (Exception e) when (ServiceBusErrors.IsFailure(e, CancellationToken.None))
        {
            // Gone already: that is what we want.
        }
    }
}
