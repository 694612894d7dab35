using Mail.Core;

namespace Mail.Processing;

/// <param name="As">What it is to be trained as; <c>null</c> to take it out.</param>
/// <param name="By">As in <see cref="LedgerEntry.By"/>.</param>
/// <param name="Source">As in <see cref="LedgerEntry.Source"/>.</param>
public sealed record TrainingRequest(TrainingText Message, TrainedAs? As, string By, string Source);
