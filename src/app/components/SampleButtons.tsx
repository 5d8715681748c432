/** The bundled samples as one menu. */
import { SAMPLES, fetchSample } from '../samples';
import { toProblem } from '../state/problem';
import { useApp } from './context';
import { Icon } from './Icon';
import { Menu } from './Menu';

export function SampleButtons() {
  const { draft, ui } = useApp();
  const commands = SAMPLES.map((sample) => ({
    title: sample.title,
    note: sample.about,
    run: () => {
      fetchSample(sample, document.baseURI).then(async (file) => {
          await draft.begin(file, sample.id);
          await draft.accept();
        }).catch((thrown: unknown) => ui.setState({ notice: toProblem(thrown).message }));
    },
  }));
  return <Menu label="Samples" className="button" commands={[commands]} button={<>Samples <Icon name="chevron" size={12} /></>} />;
}
