using Mail.Core;

namespace Mail.Processing;

/// <param name="Steps">Of training that are in the model now and were not.</param>
/// <param name="Pointer">To the model in force; <c>null</c> when there is none.</param>
public sealed record CompactionReport(ModelOwner Owner, CompactionOutcome Outcome, int Steps, ModelPointer? Pointer);
