using Mail.Spam;

namespace Mail.Fuzz.Targets;

/// <summary>The file of a spam model: refused with a reason, or what is read is written the same.</summary>
internal sealed class SpamModelTarget : IFuzzTarget
{
    public string Name => "spam-model";

    public void Run(ReadOnlySpan<byte> input)
    {
        if (Load(input) is not { } model)
        {
            return;
        }

        var counts = new ModelCounts();
        counts.Add(model);
        using var file = new MemoryStream();
        counts.WriteTo(file);
        BrokenPromiseException.Unless(file.ToArray().AsSpan().SequenceEqual(input) || counts.Tokens < model.Tokens, "a model is written as it was read");
    }

    private static ModelSnapshot? Load(ReadOnlySpan<byte> input)
    {
        try
        {
            return ModelSnapshot.Load(input);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
