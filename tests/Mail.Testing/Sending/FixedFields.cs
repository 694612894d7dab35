using System.Text;
using Mail.Core;

namespace Mail.Testing;

/// <summary>The same fields for every message.</summary>
public sealed class FixedFields(string fields = "X-Signed: yes\r\n") : IOutgoingFields
{
    public ValueTask<ReadOnlyMemory<byte>> BuildAsync(OutboundJob job, SpooledMessage message, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>>(Encoding.ASCII.GetBytes(fields));
}
