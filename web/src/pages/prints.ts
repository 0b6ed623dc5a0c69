import dandelion from '../assets/prints/dandelion.svg';
import fern from '../assets/prints/fern.svg';
import ginkgo from '../assets/prints/ginkgo.svg';
import grass from '../assets/prints/grass.svg';
import leaf from '../assets/prints/leaf.svg';
import seaweed from '../assets/prints/seaweed.svg';

/** The drawings on the front page's wall, in their order. `npm run prints` draws them. */
export const PRINTS = [
  { name: 'fern', art: fern },
  { name: 'dandelion', art: dandelion },
  { name: 'seaweed', art: seaweed },
  { name: 'ginkgo', art: ginkgo },
  { name: 'grass', art: grass },
  { name: 'leaf', art: leaf },
];
