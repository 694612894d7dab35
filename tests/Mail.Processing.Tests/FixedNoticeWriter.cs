using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

/// <summary>Plain notices, or none at all.</summary>
internal sealed class FixedNoticeWriter : INoticeWriter
{
    private readonly PlainNoticeWriter _writer = new();

    /// <summary>What is wrong with the writer; <c>null</c> when nothing is.</summary>
    public Exception? Fault { get; set; }

    public ReadOnlyMemory<byte> Write(DeliveryNotice notice) => Fault is null ? _writer.Write(notice) : throw Fault;
}
