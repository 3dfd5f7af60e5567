using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Modules
{
    /// <summary>Hinton's RMSprop: the gradient divided by the moving root mean square of itself, optionally centered and with momentum.</summary>
    public class RMSProp : OptimizerHelper, torch.optim.IMomentum
    {
        private readonly Options _defaults;

        public RMSProp(IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0.0, bool centered = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
        {
        }

        public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0.0, bool centered = false, bool maximize = false)
        {
            ThrowIfNegative("learning rate", lr);
            ThrowIfNegative("ε", eps);
            ThrowIfNegative("alpha", alpha);
            ThrowIfNegative("momentum value", momentum);
            ThrowIfNegative("weight_decay value", weight_decay);
            _defaults = new Options
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                alpha = alpha,
                eps = eps,
                weight_decay = weight_decay,
                momentum = momentum,
                centered = centered,
                maximize = maximize,
            };
            foreach (var group in parameters)
                add_param_group(group);
        }

        public double Momentum
        {
            get => _defaults.momentum!.Value;
            set => _defaults.momentum = value;
        }

        public override Tensor? step(Func<Tensor>? closure = null) => Step<ParamGroup>(Update, closure);

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var group = (ParamGroup<Options>)param_group;
            var options = group.Options ??= new Options();
            options.LearningRate ??= _defaults.LearningRate;
            options.alpha ??= _defaults.alpha;
            options.eps ??= _defaults.eps;
            options.weight_decay ??= _defaults.weight_decay;
            options.momentum ??= _defaults.momentum;
            options.centered ??= _defaults.centered;
            options.maximize ??= _defaults.maximize;
            AddGroup(group, parameter => new State(parameter));
        }

        protected override void Dispose(bool disposing) => DisposeStates(disposing);

        private void Update(ParamGroup group)
        {
            var options = group.Options;
            Scalar alpha = options.alpha!.Value, rest = 1 - options.alpha!.Value, eps = options.eps!.Value;
            Scalar momentum = options.momentum!.Value, minusRate = -options.LearningRate!.Value;
            foreach (var param in group.Parameters)
            {
                using var found = param.grad;
                if (found is null)
                    continue;
                var state = (State)_state[param.Handle];
                state.step++;
                using var negated = options.maximize!.Value ? -found : null;
                var grad = negated ?? found;
                using var decayed = options.weight_decay != 0 ? grad.add(param, options.weight_decay!.Value) : null;
                grad = decayed ?? grad;
                state.square_avg.mul_(alpha).addcmul_(grad, grad, rest);
                using var root = Root(state, grad, options.centered!.Value, alpha, rest);
                root.add_(eps);
                if (options.momentum > 0)
                {
                    state.momentum_buffer.mul_(momentum).addcdiv_(grad, root);
                    param.add_(state.momentum_buffer, minusRate);
                }
                else
                {
                    param.addcdiv_(grad, root, minusRate);
                }
            }
        }

        /// <summary>The root of the mean square, or of the variance when centered.</summary>
        private static Tensor Root(State state, Tensor grad, bool centered, Scalar alpha, Scalar rest)
        {
            if (!centered)
                return state.square_avg.sqrt();
            state.grad_avg.mul_(alpha).add_(grad, rest);
            return state.square_avg.addcmul(state.grad_avg, state.grad_avg, -1L).sqrt_();
        }

        /// <summary>The options of a group; what is not given comes from the optimizer.</summary>
        public class Options : OptimizerOptions
        {
            public bool? maximize;
            public double? momentum;
            public double? alpha;
            public double? eps;
            public double? weight_decay;
            public bool? centered;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var options = (Options)source;
                maximize = options.maximize;
                momentum = options.momentum;
                alpha = options.alpha;
                eps = options.eps;
                weight_decay = options.weight_decay;
                centered = options.centered;
            }
        }

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, torch.optim.IMomentum
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99, double weight_decay = 0, double momentum = 0.0, bool centered = false)
                : base(parameters, new Options { LearningRate = lr, eps = eps, alpha = alpha, weight_decay = weight_decay, momentum = momentum, centered = centered })
            {
            }

            public double Momentum
            {
                get => Options.momentum!.Value;
                set => Options.momentum = value;
            }
        }

        /// <summary>The moving means of a parameter's gradient and of its square, and the momentum.</summary>
        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public Tensor square_avg = null!;
            public Tensor grad_avg = null!;
            public Tensor momentum_buffer = null!;

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                step = 0;
                square_avg = Zeros();
                grad_avg = Zeros();
                momentum_buffer = Zeros();
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var state = (State)source;
                step = state.step;
                square_avg = Copy(square_avg, state.square_avg)!;
                grad_avg = Copy(grad_avg, state.grad_avg)!;
                momentum_buffer = Copy(momentum_buffer, state.momentum_buffer)!;
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State state
                && step == state.step
                && square_avg.allclose(state.square_avg)
                && grad_avg.allclose(state.grad_avg)
                && momentum_buffer.allclose(state.momentum_buffer);

            public override void to(torch.Device device)
            {
                square_avg = Move(square_avg, device)!;
                grad_avg = Move(grad_avg, device)!;
                momentum_buffer = Move(momentum_buffer, device)!;
            }

            public void Dispose()
            {
                square_avg?.Dispose();
                grad_avg?.Dispose();
                momentum_buffer?.Dispose();
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
            public static Modules.RMSProp RMSProp(IEnumerable<Modules.Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static Modules.RMSProp RMSProp(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static Modules.RMSProp RMSProp(IEnumerable<Modules.RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}
