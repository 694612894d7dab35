using System.Net.Security;

namespace Mail.Gateway;

/// <summary>TLS that says so when it ends: without close_notify a client cannot tell our last word from one that was cut off (RFC 8446 §6.1).</summary>
internal sealed class TlsStream(Stream inner) : SslStream(inner, leaveInnerStreamOpen: false)
{
    // Nobody waits for it, and one who does not read must not hold us up.
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(5);

    private bool _isOver;

    public override async ValueTask DisposeAsync()
    {
        if (!_isOver && IsAuthenticated)
        {
            _isOver = true;
            try
            {
                await ShutdownAsync().WaitAsync(FarewellTimeout);
            }
            catch (Exception)
            {
                // The connection is gone, or its client is: then there is nobody to tell.
            }
        }

        await base.DisposeAsync();
    }
}
