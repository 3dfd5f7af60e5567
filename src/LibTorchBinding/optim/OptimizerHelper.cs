namespace TorchSharp.Modules;

/// <summary>An optimizer with options per group and state per parameter.</summary>
public abstract class OptimizerHelper : torch.optim.Optimizer
{
    private protected readonly Dictionary<IntPtr, OptimizerState> _state = [];

    public OptimizerHelper()
    {
    }

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            dictionary.Options.Add(group.Options);
            var indexes = new List<int>();
            foreach (var parameter in group.Parameters)
            {
                indexes.Add(dictionary.State.Count);
                dictionary.State.Add(_state[parameter.Handle]);
            }
            dictionary.StateIndexRef.Add(indexes);
        }
        return dictionary;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        if (own.Options.Count != state_dict.Options.Count || own.State.Count != state_dict.State.Count)
        {
            throw new ArgumentException(
                $"found {state_dict.Options.Count} groups and {state_dict.State.Count} parameters, expected {own.Options.Count} and {own.State.Count}",
                nameof(state_dict));
        }
        for (var i = 0; i < own.Options.Count; i++)
        {
            if (own.Options[i] != state_dict.Options[i])
                own.Options[i].LoadStateDict(state_dict.Options[i]);
        }
        for (var i = 0; i < own.State.Count; i++)
        {
            if (own.State[i] != state_dict.State[i])
                own.State[i].LoadStateDict(state_dict.State[i]);
        }
    }

    public void to(torch.Device device)
    {
        foreach (var state in _state.Values)
            state.to(device);
    }

    /// <summary>What an optimizer's Dispose does.</summary>
    private protected void DisposeStates(bool disposing)
    {
        if (!disposing)
            return;
        foreach (var state in _state.Values)
            (state as IDisposable)?.Dispose();
        _state.Clear();
    }

    /// <summary>Adds a group whose options are complete, with a new state for each parameter.</summary>
    private protected void AddGroup(ParamGroup group, Func<Parameter, OptimizerState> newState)
    {
        group.InitialLearningRate = group.LearningRate;
        // Enumerated at every step: a module's parameters() would walk the module each time.
        group.Parameters = group.Parameters.ToArray();
        _parameter_groups.Add(group);
        foreach (var parameter in group.Parameters)
        {
            var state = newState(parameter);
            _state[parameter.Handle] = state;
            state.Initialize(group.Options);
        }
    }

    /// <summary>Runs the closure with gradients recorded, then the update of every parameter that has one, without.</summary>
    private protected torch.Tensor? Step<TGroup>(Action<TGroup> update, Func<torch.Tensor>? closure)
        where TGroup : ParamGroup
    {
        torch.Tensor? loss = null;
        if (closure is not null)
        {
            using (torch.enable_grad())
                loss = closure();
        }
        using (torch.no_grad())
        {
            foreach (var group in _parameter_groups)
                update((TGroup)group);
        }
        return loss;
    }

    private protected static void ThrowIfNegative(string name, double value)
    {
        if (value < 0)
            throw new ArgumentException($"Invalid {name}: {value}");
    }

    private protected static void ThrowIfNoDecayRate(string name, double value)
    {
        if (value is < 0 or >= 1)
            throw new ArgumentException($"Invalid {name}: {value}");
    }
}
