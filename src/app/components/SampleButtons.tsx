/** The bundled samples of vectors as one menu. */
import { formatCount } from '../../viz/format';
import { toProblem } from '../state/problem';
import { useApp } from './context';
import { Icon } from './Icon';
import { Menu } from './Menu';

export function SampleButtons() {
  const { draft, ui, samples, session } = useApp();
  const commands = samples.filter((sample) => sample.kind === undefined).map((sample) => ({
    title: sample.title,
    note: `${formatCount(sample.rows)} × ${sample.dim}`,
    about: sample.sentence,
    run: () => {
      session.fetchSample(sample.id).then(async (file) => {
          await draft.begin(file, sample.id);
          await draft.accept();
        }).catch((thrown: unknown) => {
          const { message, hint } = toProblem(thrown);
          ui.setState({ notice: `${message} ${hint}` });
        });
    },
  }));
  return <Menu label="Samples" className="button" commands={[commands]} button={<>Samples <Icon name="chevron" size={12} /></>} />;
}
