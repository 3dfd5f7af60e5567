using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Modules
{
    /// <summary>Kingma and Ba's Adam (2015), weight decay added to the gradient; optionally AMSGrad.</summary>
    public class Adam : OptimizerHelper, torch.optim.IBetas
    {
        private readonly Options _defaults;

        public Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
        }

        public Adam(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            ThrowIfNegative("learning rate", lr);
            ThrowIfNegative("ε", eps);
            ThrowIfNoDecayRate("beta1", beta1);
            ThrowIfNoDecayRate("beta2", beta2);
            ThrowIfNegative("weight_decay value", weight_decay);
            _defaults = new Options
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            };
            foreach (var group in parameters)
                add_param_group(group);
        }

        public (double, double) Betas
        {
            get => (_defaults.beta1!.Value, _defaults.beta2!.Value);
            set => (_defaults.beta1, _defaults.beta2) = value;
        }

        public override Tensor? step(Func<Tensor>? closure = null) => Step<ParamGroup>(Update, closure);

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var group = (ParamGroup<Options>)param_group;
            var options = group.Options ??= new Options();
            options.LearningRate ??= _defaults.LearningRate;
            options.beta1 ??= _defaults.beta1;
            options.beta2 ??= _defaults.beta2;
            options.eps ??= _defaults.eps;
            options.weight_decay ??= _defaults.weight_decay;
            options.amsgrad ??= _defaults.amsgrad;
            options.maximize ??= _defaults.maximize;
            AddGroup(group, parameter => new State(parameter));
        }

        protected override void Dispose(bool disposing) => DisposeStates(disposing);

        private void Update(ParamGroup group)
        {
            var options = group.Options;
            var (beta1, beta2, lr) = (options.beta1!.Value, options.beta2!.Value, options.LearningRate!.Value);
            Scalar decay1 = beta1, decay2 = beta2, rest1 = 1 - beta1, rest2 = 1 - beta2, eps = options.eps!.Value;
            foreach (var param in group.Parameters)
            {
                using var found = param.grad;
                if (found is null)
                    continue;
                var state = (State)_state[param.Handle];
                var correction1 = 1 - Math.Pow(beta1, ++state.step);
                var correction2 = 1 - Math.Pow(beta2, state.step);
                using var negated = options.maximize!.Value ? -found : null;
                var grad = negated ?? found;
                using var decayed = options.weight_decay != 0 ? grad.add(param, options.weight_decay!.Value) : null;
                grad = decayed ?? grad;
                state.exp_avg.mul_(decay1).add_(grad, rest1);
                state.exp_avg_sq.mul_(decay2).addcmul_(grad, grad, rest2);
                if (options.amsgrad!.Value)
                {
                    var before = state.max_exp_avg_sq!;
                    state.max_exp_avg_sq = before.maximum(state.exp_avg_sq).DetachFromDisposeScope();
                    before.Dispose();
                }
                using var denominator = (state.max_exp_avg_sq ?? state.exp_avg_sq).sqrt();
                denominator.div_(Math.Sqrt(correction2)).add_(eps);
                param.addcdiv_(state.exp_avg, denominator, -lr / correction1);
            }
        }

        /// <summary>The options of a group; what is not given comes from the optimizer.</summary>
        public class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? weight_decay;
            public double? eps;
            public bool? amsgrad;
            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var options = (Options)source;
                beta1 = options.beta1;
                beta2 = options.beta2;
                weight_decay = options.weight_decay;
                eps = options.eps;
                amsgrad = options.amsgrad;
                maximize = options.maximize;
            }
        }

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, torch.optim.IBetas
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize })
            {
            }

            public (double, double) Betas
            {
                get => (Options.beta1!.Value, Options.beta2!.Value);
                set => (Options.beta1, Options.beta2) = value;
            }
        }

        /// <summary>The moving means of a parameter's gradient and of its square.</summary>
        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public Tensor exp_avg = null!;
            public Tensor exp_avg_sq = null!;
            public Tensor? max_exp_avg_sq;

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                step = 0;
                exp_avg = Zeros();
                exp_avg_sq = Zeros();
                max_exp_avg_sq = ((Options)options).amsgrad!.Value ? Zeros() : null;
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var state = (State)source;
                step = state.step;
                exp_avg = Copy(exp_avg, state.exp_avg)!;
                exp_avg_sq = Copy(exp_avg_sq, state.exp_avg_sq)!;
                max_exp_avg_sq = Copy(max_exp_avg_sq, state.max_exp_avg_sq);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State state
                && step == state.step
                && exp_avg.allclose(state.exp_avg)
                && exp_avg_sq.allclose(state.exp_avg_sq)
                && (max_exp_avg_sq is null || max_exp_avg_sq.allclose(state.max_exp_avg_sq!));

            public override void to(torch.Device device)
            {
                exp_avg = Move(exp_avg, device)!;
                exp_avg_sq = Move(exp_avg_sq, device)!;
                max_exp_avg_sq = Move(max_exp_avg_sq, device);
            }

            public void Dispose()
            {
                exp_avg?.Dispose();
                exp_avg_sq?.Dispose();
                max_exp_avg_sq?.Dispose();
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Modules.Adam Adam(IEnumerable<Modules.Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Modules.Adam Adam(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Modules.Adam Adam(IEnumerable<Modules.Adam.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
