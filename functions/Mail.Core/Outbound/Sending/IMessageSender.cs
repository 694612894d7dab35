namespace Mail.Core;

/// <summary>Hands a message to the next server on its way. Bounded in time: an attempt ends within the time that a function may run.</summary>
public interface IMessageSender
{
    /// <summary>
    /// One attempt. Whatever comes of it is a value; only cancellation is thrown, and then nothing has been sent. It does not end the wait for the reply to
    /// a whole message.
    /// </summary>
    /// <exception cref="ArgumentException">The transport goes nowhere: a bug, and nothing has been sent.</exception>
    Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken);
}
