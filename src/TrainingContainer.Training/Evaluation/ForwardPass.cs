using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Runs a model over all batches without learning: no dropout, no gradients.</summary>
internal static class ForwardPass
{
    /// <summary>Takes the outputs of a batch; tensors live until it returns.</summary>
    public delegate void Take(in Batch batch, Tensor outputs);

    /// <summary>Runs it; afterwards every module is in the mode in which it was: frozen ones keep evaluating.</summary>
    /// <param name="model">On the device of the batches.</param>
    /// <param name="batches">In the order of their source.</param>
    /// <param name="stop">Ends it between two batches.</param>
    /// <param name="take">Is given each batch with its outputs.</param>
    /// <exception cref="OperationCanceledException">The job is to stop.</exception>
    public static void Over(nn.Module<Tensor, Tensor> model, BatchSource batches, CancellationToken stop, Take take)
    {
        using var off = no_grad();
        // parents before their children, since a parent's mode becomes its children's
        var modes = model.modules().Prepend(model).Select(module => (Module: module, module.training)).ToArray();
        model.eval();
        try
        {
            batches.BeginEpoch(0);
            for (long step = 0; step < batches.StepsPerEpoch; step++)
            {
                stop.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var batch = batches.At(step);
                take(batch, model.call(batch.Features));
            }
        }
        finally
        {
            foreach (var (module, training) in modes)
                module.train(training);
        }
    }
}
