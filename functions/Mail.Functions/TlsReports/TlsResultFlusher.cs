using Mail.Transport;

namespace Mail.Functions;

/// <summary>Writes how TLS went.</summary>
internal sealed class TlsResultFlusher(TlsResultCounter counter, TimeProvider time) : ResultFlusher(TimeSpan.FromMinutes(1), counter.FlushAsync, time);
