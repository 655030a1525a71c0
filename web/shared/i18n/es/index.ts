export { catalogue } from '../en/index';
