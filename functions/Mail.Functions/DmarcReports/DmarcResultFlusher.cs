using Mail.Processing;

namespace Mail.Functions;

/// <summary>Writes what came in the name of other domains. One request for each flush, and each hundred domains.</summary>
internal sealed class DmarcResultFlusher(DmarcCounter counter, TimeProvider time) : ResultFlusher(TimeSpan.FromMinutes(5), counter.FlushAsync, time);
