namespace Mail.Spam;

/// <summary>Small numbers for the single features of many messages, so that passing over them again needs no look-ups.</summary>
internal sealed class FeatureIndex
{
    private readonly Dictionary<ulong, int> _numbers = new(SecretComparer.Instance);

    public int Count => _numbers.Count;

    public int[] Singles(TokenList tokens)
    {
        var singles = new int[Trainer.Singles(tokens)];
        var next = 0;
        foreach (var feature in tokens.Features)
        {
            if (!FeatureHash.IsPair(feature))
            {
                ref var number = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_numbers, feature, out var isKnown);
                number = isKnown ? number : _numbers.Count - 1;
                singles[next++] = number;
            }
        }

        return singles;
    }
}
