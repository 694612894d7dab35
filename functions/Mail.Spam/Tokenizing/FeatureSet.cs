using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Mail.Spam;

/// <summary>Collects the distinct features of a message. Made once and used for many messages, one after the other.</summary>
internal sealed class FeatureSet
{
    // Twice the most features, so that a chain of taken slots stays short; but no more slots are used than a message needs, for those of most fit into a
    // processor's first cache. LAB.md, "slots".
    private const int MaxSlotBits = 15;
    private const int MinSlotBits = 11;
    private const int IndexBits = 14;
    private const uint IndexMask = (1u << IndexBits) - 1;
    private const uint MaxGeneration = uint.MaxValue >> IndexBits;

    // Strangers choose the features: what they cannot know is where in the table these go.
    private static readonly ulong Secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    private readonly ulong[] _features = new ulong[TokenizerLimits.MaxFeatures];

    // Generation of the message and index in _features: emptied by counting the generation on.
    private readonly uint[] _slots = new uint[1 << MaxSlotBits];
    private uint _generation;
    private int _slotBits;

    // The word before, for pairs (orthogonal sparse bigrams of Siefkes et al., 2004, of which only neighbours tell more than they cost: LAB.md); 0 is none.
    private ulong _last;
    private int _count;
    private Dictionary<ulong, string>? _texts;

    public bool KeepsTexts => _texts is not null;

    public bool IsFull => _count == _features.Length;

    public void Begin(bool keepTexts)
    {
        _count = 0;
        _texts = keepTexts ? [] : null;
        _last = 0;
        Empty(MinSlotBits);
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

    /// <summary>A word of running text: itself, and with the word before it.</summary>
    public void AddWord(FeatureKind kind, ReadOnlySpan<char> text)
    {
        var feature = FeatureHash.Of(kind.Seed, text);
        var isNew = Add(feature);
        var pair = FeatureHash.Pair(_last, feature, distance: 1);
        var isNewPair = _last != 0 && Add(pair);
        if (_texts is not null)
        {
            Describe(kind, text, isNew ? feature : null, isNewPair ? pair : null);
        }

        _last = feature;
    }

    /// <summary>What follows has nothing to do with what came before.</summary>
    public void Break() => _last = 0;

    private void Describe(FeatureKind kind, ReadOnlySpan<char> text, ulong? word, ulong? pair)
    {
        if (pair is { } newPair)
        {
            _texts![newPair] = $"{_texts[_last]} + {kind.Describe(text)}";
        }

        if (word is { } newWord)
        {
            _texts![newWord] = kind.Describe(text);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Add(ulong feature)
    {
        var slots = _slots;
        var mask = (1u << _slotBits) - 1;
        for (var slot = (uint)((feature * Secret) >> (64 - _slotBits)); ; slot = (slot + 1) & mask)
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
        if (_count > 1 << (_slotBits - 1))
        {
            Grow();
        }

        return true;
    }

    /// <summary>Four times the slots.</summary>
    private void Grow()
    {
        Empty(Math.Min(_slotBits + 2, MaxSlotBits));
        var mask = (1u << _slotBits) - 1;
        for (var i = 0; i < _count; i++)
        {
            var slot = (uint)((_features[i] * Secret) >> (64 - _slotBits));
            while (_slots[slot] >> IndexBits == _generation)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = (_generation << IndexBits) | (uint)i;
        }
    }

    private void Empty(int slotBits)
    {
        _slotBits = slotBits;
        if (++_generation > MaxGeneration)
        {
            Array.Clear(_slots);
            _generation = 1;
        }
    }
}
