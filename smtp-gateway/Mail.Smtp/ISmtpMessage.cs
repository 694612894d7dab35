using System.Buffers;

namespace Mail.Smtp;

/// <summary>The content of one message on its way in. Disposing without a commit aborts.</summary>
public interface ISmtpMessage : IAsyncDisposable
{
    /// <summary>Content as it will be stored: dots unstuffed, chunk headers gone, line ends CRLF. The memory is the caller's again when the task completes.</summary>
    ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken);

    /// <summary>The content is whole. The reply is sent as it is: 250 only when the message is durable and queued (S3).</summary>
    ValueTask<SmtpReply> CommitAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The reply of <see cref="CommitAsync"/> has been handed to the network whole. Not called when the connection broke before:
    /// the client may then send the same message again (RFC 1047).
    /// </summary>
    void Answered();
}
