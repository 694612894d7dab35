namespace Mail.Core;

/// <summary>The rules about who may send to us, as they are now, at most ten seconds old.</summary>
public interface IAccessRules
{
    /// <summary>
    /// Does not fail: while the storage cannot be reached the last known rules stay in force, and before any are known there are none. Almost
    /// always answers at once; after a time without questions it waits for the storage, a few seconds at most.
    /// </summary>
    ValueTask<AccessRuleSet> GetAsync(CancellationToken cancellationToken);
}
