using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Mail.Spam;

/// <summary>Collects the distinct features of a message. Made once and used for many messages, one after the other.</summary>
internal sealed class FeatureSet
{
    // Twice the features, so that a chain of taken slots stays short.
    private const int SlotBits = 15;
    private const int IndexBits = 14;
    private const uint IndexMask = (1u << IndexBits) - 1;
    private const uint MaxGeneration = uint.MaxValue >> IndexBits;

    // Strangers choose the features: what they cannot know is where in the table these go.
    private static readonly ulong Secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    private readonly ulong[] _features = new ulong[TokenizerLimits.MaxFeatures];

    // Generation of the message and index in _features: emptied by counting the generation on.
    private readonly uint[] _slots = new uint[1 << SlotBits];
    private readonly WordWindow _window = new();
    private uint _generation;
    private int _count;
    private Dictionary<ulong, string>? _texts;

    public bool KeepsTexts => _texts is not null;

    public bool IsFull => _count == _features.Length;

    public void Begin(bool keepTexts)
    {
        _count = 0;
        _texts = keepTexts ? [] : null;
        _window.Clear();
        if (++_generation > MaxGeneration)
        {
            Array.Clear(_slots);
            _generation = 1;
        }
    }

    public TokenList ToList() => new(_features.AsSpan(0, _count).ToArray(), _texts);

    /// <summary>A feature on its own.</summary>
    public void Add(FeatureKind kind, ReadOnlySpan<char> text)
    {
        var feature = FeatureHash.Of(kind.Seed, text);
        if (Add(feature) && _texts is not null)
        {
            _texts[feature] = kind.Describe(text);
        }
    }

    /// <summary>A word of running text that comes alone: of a field, of a name.</summary>
    public void AddWord(FeatureKind kind, ReadOnlySpan<char> text, bool paired)
    {
        if (paired)
        {
            AddWord(kind, text);
        }
        else
        {
            Add(kind, text);
        }
    }

    /// <summary>A word of running text: itself, and with each of the words before it within the window.</summary>
    public void AddWord(FeatureKind kind, ReadOnlySpan<char> text)
    {
        var feature = FeatureHash.Of(kind.Seed, text);
        var isNew = Add(feature);
        for (var distance = 1; distance <= WordWindow.Reach; distance++)
        {
            var earlier = _window.Back(distance);
            if (earlier != 0)
            {
                var pair = FeatureHash.Pair(earlier, feature, distance);
                if (Add(pair) && _texts is not null)
                {
                    _texts[pair] = WordWindow.Describe(_texts[earlier], kind.Describe(text), distance);
                }
            }
        }

        if (isNew && _texts is not null)
        {
            _texts[feature] = kind.Describe(text);
        }

        _window.Push(feature);
    }

    /// <summary>What follows has nothing to do with what came before.</summary>
    public void Break() => _window.Clear();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Add(ulong feature)
    {
        var slot = (uint)((feature * Secret) >> (64 - SlotBits));
        var slots = _slots;
        while (true)
        {
            var entry = slots[slot];
            if (entry >> IndexBits != _generation)
            {
                return Insert(feature, slot);
            }

            if (_features[entry & IndexMask] == feature)
            {
                return false;
            }

            slot = (slot + 1) & ((1u << SlotBits) - 1);
        }
    }

    private bool Insert(ulong feature, uint slot)
    {
        if (IsFull)
        {
            return false;
        }

        _slots[slot] = (_generation << IndexBits) | (uint)_count;
        _features[_count++] = feature;
        return true;
    }
}
