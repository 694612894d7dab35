using Mail.Core;

namespace Mail.Processing;

/// <summary>Decides whether a message is wanted. Never bounces: what is unwanted is filed, held or discarded.</summary>
public interface IScreen
{
    /// <summary>Once for all recipients: who sent it, what scanners say, what is in it.</summary>
    /// <exception cref="StorageUnavailableException">The message has to be looked at again later.</exception>
    ValueTask<ScreenVerdict> ScreenAsync(SpooledMessage message, CancellationToken cancellationToken);

    /// <summary>For one mailbox: by the model of its owner, and the settings of account and domain.</summary>
    /// <exception cref="StorageUnavailableException">The message has to be looked at again later.</exception>
    ValueTask<MailboxVerdict> JudgeAsync(ScreenVerdict verdict, AccountEntry account, CancellationToken cancellationToken);
}
