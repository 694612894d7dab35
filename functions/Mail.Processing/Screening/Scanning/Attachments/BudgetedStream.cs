using Mail.Core;

namespace Mail.Processing;

/// <summary>What comes out of a decompressor, as long as the budget lasts; then it ends.</summary>
internal sealed class BudgetedStream(Stream inner, InspectionBudget budget) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        if (budget.IsSpent)
        {
            return 0;
        }

        var read = inner.Read(buffer);
        budget.Take(read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
