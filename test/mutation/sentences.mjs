import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/**
 * The sentence of an invariant is for the people who read the halt; what is promised is that it throws
 * InvariantBroken. So the words are not mutated; the condition is.
 */
const sentences = {
  shouldIgnore({ node, parentPath }) {
    const call = parentPath?.node;
    const isText = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
    if (!isText || !['CallExpression', 'NewExpression'].includes(call?.type)) return undefined;
    const { name } = call.callee;
    const isSentence =
      (name === 'invariant' && call.arguments[1] === node) ||
      (name === 'InvariantBroken' && call.arguments[0] === node);
    return isSentence ? 'the words of an invariant' : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'sentences', sentences)];
