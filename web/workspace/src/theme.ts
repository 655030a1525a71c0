// Mantine in our clothes. Variables come from files (styles/mantine.css), because the policy lets no script write styles.
import { createTheme, defaultVariantColorsResolver, type VariantColorsResolver } from '@mantine/core';

const variantColorResolver: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input);
  const plain = input.color === undefined || input.color === input.theme.primaryColor;
  if (input.variant === 'filled' && plain) return { ...colours, color: 'var(--pd-accent-text)', hoverColor: 'var(--pd-accent-text)' };
  return colours;
};

const overlay = { lockScroll: false, transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.4 } };

export const theme = createTheme({
  primaryColor: 'teal',
  defaultRadius: 'md',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  variantColorResolver,
  cursorType: 'pointer',
  components: {
    Modal: { defaultProps: { ...overlay, centered: true, radius: 'lg' } },
    Drawer: { defaultProps: { ...overlay, position: 'right' } },
    ModalRoot: { defaultProps: { lockScroll: false, transitionProps: { duration: 120 }, radius: 'lg' } },
    DrawerRoot: { defaultProps: { lockScroll: false, transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { shadow: 'md', radius: 'md', transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { shadow: 'md', radius: 'md', transitionProps: { duration: 80 } } },
    Tooltip: { defaultProps: { openDelay: 350, fz: 'xs' } },
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Select: { defaultProps: { checkIconPosition: 'right', comboboxProps: { shadow: 'md' } } },
  },
});
